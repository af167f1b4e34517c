from django.db import migrations, models

ENTRIES, INDEX, CHANGES = "govkb_searchentry", "govkb_searchindex", "govkb_searchchange"

# Lexemes never meet a parser: on SQLite one that knows only ASCII and the signs in our lexemes, on
# PostgreSQL none at all. Most of a search reads the small columns only, so PostgreSQL keeps the
# large ones elsewhere.
CREATE = {
    "sqlite": [
        f"""CREATE VIRTUAL TABLE {INDEX} USING fts5(
            tokens, content='{ENTRIES}', content_rowid='id', detail='none',
            tokenize="ascii tokenchars '#:~-_.'"
        )"""
    ],
    "postgresql": [
        f"ALTER TABLE {ENTRIES} SET (toast_tuple_target = 128)",
        f"ALTER TABLE {ENTRIES} ALTER COLUMN facets SET STORAGE MAIN",
        f"ALTER TABLE {ENTRIES} ALTER COLUMN levels SET STORAGE MAIN",
        f"""CREATE INDEX {INDEX} ON {ENTRIES}
        USING gin (array_to_tsvector(string_to_array(btrim(tokens), ' ')))""",
    ],
}
DROP = {
    "sqlite": [f"DROP TABLE IF EXISTS {INDEX}"],
    "postgresql": [f"DROP INDEX IF EXISTS {INDEX}"],
}


def create_index(apps, schema_editor):
    for statement in CREATE[schema_editor.connection.vendor]:
        schema_editor.execute(statement)
    # What was there before the triggers is new to search.
    for kind, table in [
        ("declaration", "commitments_declaration"),
        ("source", "sources_source"),
    ]:
        schema_editor.execute(
            f"INSERT INTO {CHANGES} (kind, object_id) SELECT '{kind}', id FROM {table}"
        )


def drop_index(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("govkb", "0001_collection_stamp"),
        ("sources", "0001_publishers_sources_and_snapshots"),
        ("commitments", "0001_declarations_claims_and_evidence"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="What changed; its entries are made anew.", max_length=12
                    ),
                ),
                ("object_id", models.BigIntegerField(help_text="Which one.")),
            ],
            options={
                "verbose_name": "search change",
                "verbose_name_plural": "search changes",
            },
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "word",
                    models.CharField(
                        help_text="In plain form.", max_length=60, primary_key=True, serialize=False
                    ),
                ),
            ],
            options={
                "verbose_name": "search word",
                "verbose_name_plural": "search words",
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        help_text="Its place in the static order; less is earlier.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        help_text="What it is: “claims”, “clauses” and so on.", max_length=12
                    ),
                ),
                ("object_id", models.BigIntegerField(help_text="Which one of them.")),
                (
                    "facets",
                    models.TextField(
                        help_text="What it can be narrowed by: “t:claims l:fr y:2024”."
                    ),
                ),
                (
                    "levels",
                    models.TextField(
                        help_text="The lexemes that say more about it than others do."
                    ),
                ),
                (
                    "tokens",
                    models.TextField(help_text="All that the index finds it by, between spaces."),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="Its plain words in order, between spaces; | parts texts."
                    ),
                ),
            ],
            options={
                "verbose_name": "search entry",
                "verbose_name_plural": "search entries",
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "object_id"), name="searchentry_unique")
                ],
            },
        ),
        migrations.RunPython(create_index, drop_index),
    ]
