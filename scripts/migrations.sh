#!/usr/bin/env bash
# Adds one migration to each database: scripts/migrations.sh NAME. Those that exist are never changed: databases carry them.
set -euo pipefail
cd "$(dirname "$0")/.."

name=${1:?usage: scripts/migrations.sh NAME}
data=src/Parley/Data

dotnet tool restore > /dev/null
rm -rf "$data"/*/CompiledModel
dotnet build src/Parley -v q --nologo | tail -n 3
for database in Sqlite Postgres; do
  dotnet ef migrations add "$name" --no-build --project src/Parley --context "${database}ParleyDbContext" \
    --output-dir "Data/$database/Migrations"
  # The context names its last migration.
  last=$(basename "$(ls "$data/$database"/Migrations/*.Designer.cs | tail -n 1)" .Designer.cs)
  sed -i "s/NewestMigration => \"[^\"]*\"/NewestMigration => \"$last\"/" "$data/$database/${database}ParleyDbContext.cs"
done
# EF writes a byte order mark, which .editorconfig does not want.
sed -i '1s/^\xEF\xBB\xBF//' "$data"/*/Migrations/*.cs
scripts/compile-models.sh
