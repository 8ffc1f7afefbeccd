// "Back to chat" leads to what this tab showed last; without this, to what the browser did.
const place = 'parley-chat';
const chat = document.getElementById('chat');
if (chat) sessionStorage.setItem(place, chat.dataset.conversation ?? '');

const link = document.querySelector('[data-back]');
const last = sessionStorage.getItem(place);
if (link && last !== null) link.href = last ? `/c/back?id=${encodeURIComponent(last)}` : '/';
