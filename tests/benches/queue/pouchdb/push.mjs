// push.mjs FOLDER DOCUMENTS.json ADDRESS: the documents lie in a local PouchDB on leveldb; how long a push to the one at
// ADDRESS takes until everything is there, in milliseconds.
import { readFileSync } from "node:fs";
import PouchDB from "pouchdb";

const [folder, documents, address] = process.argv.slice(2);
const here = new PouchDB(`${folder}/desk`);
const written = await here.bulkDocs(JSON.parse(readFileSync(documents, "utf8")));
if (!written.every((document) => document.ok)) throw new Error("not every document was written");
const there = new PouchDB(`${address}/upstream`);
await there.info();
console.log("ready");
const begun = process.hrtime.bigint();
const pushed = await here.replicate.to(there);
const took = Number(process.hrtime.bigint() - begun) / 1e6;
if (!pushed.ok || pushed.docs_written !== written.length) throw new Error(JSON.stringify(pushed));
console.log(JSON.stringify({ ms: took, documents: (await there.info()).doc_count }));
await here.close();
