rows <- read.csv("@@site/api/v1/evidence.csv?declaration=@@declaration", encoding = "UTF-8")
print(table(rows$stance))
