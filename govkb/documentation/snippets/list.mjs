const answer = await fetch("@@url");
const page = await answer.json();
for (const row of page.results) {
  console.log(row.@@first, row.@@second);
}
