curl -o pager.py "@@pager"
python3 pager.py "@@site/api/v1/evidence/?declaration=@@declaration" > rows.ndjson
