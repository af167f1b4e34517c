curl "@@url"
