curl "@@site/api/v1/evidence/?declaration=@@declaration&clause=@@clause&fields=stance,quote.exact,source.title,url"
