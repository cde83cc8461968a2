// Reads {texts, slips, queries, folder} from standard input and answers with what search-core.js makes of them.
const fs = require("node:fs"), path = require("node:path");
require(path.join(__dirname, "../../themes/default/scripts/search-core.js"));
const core = globalThis.PrepbookSearch;

(async () => {
  const ask = JSON.parse(fs.readFileSync(0, "utf8"));
  const load = async (key) => {
    const text = fs.readFileSync(path.join(ask.folder, key + ".js"), "utf8");
    return JSON.parse(text.slice(text.indexOf(",") + 1, text.lastIndexOf(")")));
  };
  const answer = { tokens: ask.texts.map((text) => /\p{Cn}/u.test(text) ? null : [core.tokens(text, true), core.tokens(text, false)]), slips: ask.slips.map(([a, b, most, beginning]) => core.slips(a, b, most, beginning)), results: [] };
  if (ask.queries.length) {
    for (const query of ask.queries) {
      // An engine of its own for each: what one query loads must not change what another finds.
      const engine = await core.open(load), found = await engine.find(query);
      answer.results.push({ total: found.total, weak: found.weak, hits: found.hits.map((hit) => [hit.doc, hit.score, hit.row.id, hit.row.url, hit.row.crumb, hit.row.text]) });
    }
  }
  process.stdout.write(JSON.stringify(answer));
})();
