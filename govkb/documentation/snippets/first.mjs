const answer = await fetch("@@url");
const page = await answer.json();
for (const row of page.results) {
  console.log(`${row.stance}\n${row.quote.exact}\n${row.source.title}`);
}
