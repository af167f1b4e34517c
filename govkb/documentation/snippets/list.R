library(jsonlite)

page <- fromJSON(url("@@url"))
print(page$results[c("@@first", "@@second")])
