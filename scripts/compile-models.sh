#!/usr/bin/env bash
# Writes what EF Core knows of the tables of each database as code, so that a start need not find it out: scripts/compile-models.sh.
# Run it when a model part changed without a change of a table; scripts/migrations.sh runs it, too. A test compares.
set -euo pipefail
cd "$(dirname "$0")/.."

data=src/Parley/Data

dotnet tool restore > /dev/null
# What was written before may no longer fit the entities; without it the model is found out as ever.
rm -rf "$data"/*/CompiledModel
dotnet build src/Parley -v q --nologo | tail -n 3
for database in Sqlite Postgres; do
  dotnet ef dbcontext optimize --no-build --project src/Parley --context "${database}ParleyDbContext" \
    --output-dir "Data/$database/CompiledModel" --namespace "Parley.Data.$database.CompiledModel"
done
sed -i '1s/^\xEF\xBB\xBF//' "$data"/*/CompiledModel/*.cs
