// Fails when the first load (what index.html names, and what those import at once) is over the limit, in gzip.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const limitKb = 350;
const dist = new URL("../dist/", import.meta.url).pathname;
const weigh = (path) => (path.endsWith(".woff2") ? readFileSync(join(dist, path)) : gzipSync(readFileSync(join(dist, path)))).length / 1024;
const html = readFileSync(join(dist, "index.html"), "utf8");
const first = new Set([...html.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css|svg|woff2))"/g)].map((match) => match[1]));
for (const path of first) {
  if (!path.endsWith(".js")) continue;
  for (const found of readFileSync(join(dist, path), "utf8").matchAll(/(?:^|[;}\s])import\s*(?:[^"'()]*from\s*)?["']\.\/([^"']+\.js)["']/g)) first.add(`assets/${found[1]}`);
}
// What the first screen reads besides: the fonts its styles name. They are packed already: their own length counts.
for (const path of [...first].filter((one) => one.endsWith(".css"))) for (const found of readFileSync(join(dist, path), "utf8").matchAll(/url\(\/?(assets\/[^)]+\.woff2)\)/g)) first.add(found[1]);
// And the words of one language, the longer one.
for (const path of readdirSync(join(dist, "assets"))) if (/^ru-.*\.js$/.test(path)) first.add(`assets/${path}`);
let total = gzipSync(html).length / 1024;
for (const path of first) { const kb = weigh(path); total += kb; console.log(`${kb.toFixed(1).padStart(8)} kB  ${path}`); }
for (const path of readdirSync(join(dist, "assets"))) if (!first.has(`assets/${path}`)) console.log(`${weigh(`assets/${path}`).toFixed(1).padStart(8)} kB  later: ${path}`);
console.log(`first load ${total.toFixed(1)} kB gzip of ${limitKb}`);
if (total > limitKb) process.exit(1);
