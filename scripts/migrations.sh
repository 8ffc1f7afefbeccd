#!/usr/bin/env bash
# Writes the migrations of both databases anew from the model of all modules.
# Until the first release there is one migration, Initial; afterwards: scripts/migrations.sh NAME adds one to each database.
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:-Initial}
data=src/Parley/Data
if [ "$name" = Initial ]; then rm -rf "$data/Sqlite/Migrations" "$data/Postgres/Migrations"; fi

dotnet tool restore > /dev/null
dotnet build src/Parley -v q --nologo | tail -n 3
for database in Sqlite Postgres; do
  dotnet ef migrations add "$name" --no-build --project src/Parley --context "${database}ParleyDbContext" \
    --output-dir "Data/$database/Migrations"
done
# EF writes a byte order mark, which .editorconfig does not want.
sed -i '1s/^\xEF\xBB\xBF//' "$data"/*/Migrations/*.cs
