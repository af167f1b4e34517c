const answer = await fetch("@@url");
const found = await answer.json();
console.log(found.@@first, found.@@second);
