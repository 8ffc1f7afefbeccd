// Bundles scripts, styles and fonts of all modules into one folder: names that carry the hash of what they hold, a
// manifest that tells them by their plain names, and beside each text file its brotli and gzip forms.
// Usage: node build.mjs OUTPUT-FOLDER
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = dirname(fileURLToPath(import.meta.url));
const app = resolve(web, '../..');
const output = resolve(process.argv[2] ?? join(app, 'obj/web'));

// An entry is a file directly in Ui/Web/entries or in a module's Pages/Web; files in folders below are imported. In its folder frames are scripts of documents without rights.
const entriesOf = folder => readdirSync(folder).filter(name => /\.(js|css)$/.test(name)).map(name => join(folder, name));
const modules = readdirSync(app, { withFileTypes: true }).filter(entry => entry.isDirectory()).map(entry => join(app, entry.name, 'Pages', 'Web')).filter(existsSync);
const house = entriesOf(join(web, 'entries'));
const pages = modules.flatMap(entriesOf);
const frames = modules.map(folder => join(folder, 'frames')).filter(existsSync).flatMap(folder => readdirSync(folder).map(name => join(folder, name)));
const twice = [...house, ...pages, ...frames].map(path => basename(path)).find((name, i, all) => all.indexOf(name) !== i);
if (twice) throw new Error(`Two entries are called ${twice}: their names are one space over all modules.`);

rmSync(output, { recursive: true, force: true });
const common = {
  outdir: output,
  entryNames: '[name]-[hash]',
  chunkNames: 'part-[hash]',
  assetNames: '[name]-[hash]',
  publicPath: '/assets/',
  bundle: true,
  minify: true,
  legalComments: 'linked',
  target: ['chrome123', 'firefox128', 'safari17.5'],
  loader: { '.woff2': 'file', '.svg': 'file', '.png': 'file' },
  nodePaths: [join(web, 'node_modules')],
  metafile: true,
  logLevel: 'warning',
  absWorkingDir: app,
};
const named = paths => paths.map(path => ({ in: path, out: basename(path).replace(/\.(js|css)$/, '') }));
const first = await build({ ...common, entryPoints: named(house), splitting: true, format: 'esm' });
const appScript = Object.entries(first.metafile.outputs).find(([, made]) => made.entryPoint?.endsWith('app.js'));
// A page loads the house's script and its own, and no parts that pages share: what is shared is in the house's.
const shared = {
  name: 'shared',
  setup(bundle) {
    bundle.onResolve({ filter: /^#ui\// }, () => ({ path: `/assets/${basename(appScript[0])}`, external: true }));
  },
};
const builds = [first];
for (const page of pages) builds.push(await build({ ...common, entryPoints: named([page]), splitting: true, format: 'esm', plugins: [shared] }));
// Documents without rights have no origin that modules could be fetched for: one plain script each.
builds.push(await build({ ...common, entryPoints: named(frames), format: 'iife' }));
const outputs = Object.assign({}, ...builds.map(one => one.metafile.outputs));
const inputs = builds.flatMap(one => Object.keys(one.metafile.inputs));

// What a page asks for by its plain name -> the file, and the parts that it needs at once (for modulepreload).
const manifest = { entries: {}, fonts: [], files: {} };
for (const [path, made] of Object.entries(outputs)) {
  const name = relative(output, resolve(app, path)).split(sep).join('/');
  if (made.entryPoint && !name.endsWith('.map')) {
    const parts = made.imports.filter(part => part.kind === 'import-statement' && !part.external).map(part => basename(part.path));
    manifest.entries[basename(made.entryPoint)] = { file: name, parts };
  }
  // The two faces that every page shows; others come when a text needs them.
  if (/-latin-(wght|standard)-normal-[^/]*\.woff2$/.test(name)) manifest.fonts.push(name);
}

// Pictures that pages name themselves.
for (const name of readdirSync(join(web, 'static'))) add(name, readFileSync(join(web, 'static', name)));

// Scripts that their authors bundled, to be loaded as they are by documents without rights.
const whole = { 'mermaid.js': '@mermaid-js/tiny/dist/mermaid.tiny.js' };
for (const [name, path] of Object.entries(whole)) add(name, readFileSync(join(web, 'node_modules', path)));

// The terms of what is inside, as their authors ask.
const { dependencies } = JSON.parse(readFileSync(join(web, 'package.json')));
const used = [...inputs.map(path => path.split('node_modules/').at(-1)), ...Object.values(whole)];
const terms = Object.keys(dependencies).filter(name => used.some(path => path.startsWith(`${name}/`))).map(name => {
  const folder = join(web, 'node_modules', name);
  const text = readdirSync(folder).find(file => /^licen[cs]e/i.test(file));
  return `${name} ${dependencies[name]}\n\n${text ? readFileSync(join(folder, text), 'utf8') : JSON.parse(readFileSync(join(folder, 'package.json'))).license}\n`;
});
add('licenses.txt', terms.join(`\n${'-'.repeat(80)}\n\n`));

for (const name of readdirSync(output)) {
  const bytes = readFileSync(join(output, name));
  const forms = [];
  if (!/\.(woff2|png)$/.test(name)) {
    write(`${name}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
    write(`${name}.gz`, gzipSync(bytes, { level: 9 }));
    forms.push('br', 'gz');
  }
  manifest.files[name] = { forms, tag: createHash('sha256').update(bytes).digest('base64url').slice(0, 16) };
}

// Last: it tells the build that all is there.
write('manifest.json', JSON.stringify(manifest));

function add(name, bytes) {
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
  const file = name.replace(/\.([^.]+)$/, `-${hash}.$1`);
  write(file, bytes);
  manifest.entries[name] = { file, parts: [] };
}

function write(name, bytes) {
  mkdirSync(output, { recursive: true });
  writeFileSync(join(output, name), bytes);
}
