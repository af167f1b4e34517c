"""Search in French, English and Chinese, the same on both databases.

`words` analyses, `queries` and `glossary` read what is asked, `entries` says what can be found,
`changes` and `index` keep the index in step with the collection, `engine` asks it, `results`,
`views` and `api` show what came of it. Why: `docs/adr/0017-search.md`.
"""
