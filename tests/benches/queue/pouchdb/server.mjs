// express-pouchdb on leveldb in the folder given, on a free port of this machine. Says its address, serves until killed.
import express from "express";
import expressPouchdb from "express-pouchdb";
import PouchDB from "pouchdb";

const InFolder = PouchDB.defaults({ prefix: `${process.argv[2]}/` });
const app = express();
app.use("/", expressPouchdb(InFolder, { mode: "minimumForPouchDB", inMemoryConfig: true }));
const server = app.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
