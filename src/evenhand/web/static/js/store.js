// The queue's shelf: one IndexedDB store, ordered by when a record was put there.
const NAME = "evenhand";
const SHELF = "queue";
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(SHELF, { keyPath: "n", autoIncrement: true }).createIndex("id", "id", { unique: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => { opening = undefined; reject(request.error); };
  });
  return opening;
}

async function run(mode, act) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(SHELF, mode, { durability: "strict" });
    const request = act(transaction.objectStore(SHELF));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error ?? request.error);
  });
}

export const add = (record) => run("readwrite", (shelf) => shelf.add(record));
export const put = (record) => run("readwrite", (shelf) => shelf.put(record));
export const remove = (n) => run("readwrite", (shelf) => shelf.delete(n));
export const all = () => run("readonly", (shelf) => shelf.getAll());
export const byId = (id) => run("readonly", (shelf) => shelf.index("id").get(id));
