library(jsonlite)

page <- fromJSON(url("@@url"))
cat(page$results$stance, page$results$quote$exact, page$results$source$title, sep = "\n")
