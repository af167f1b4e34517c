library(jsonlite)

found <- fromJSON(url("@@url"))
cat(found$@@first, found$@@second, "\n")
