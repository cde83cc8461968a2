// Pagefind over the documents of an index of ours, in memory as its own package writes it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as pagefind from 'pagefind';

/** @param {{ number: number, title: string, crumb: string, text: string }[]} rows */
export async function withPagefind(rows) {
  const { index: writer } = await pagefind.createIndex({});
  if (!writer) throw new Error('pagefind did not start');
  for (const row of rows) {
    const errors = (await writer.addCustomRecord({ url: `/${row.number}/`, content: `${row.title}. ${row.crumb}. ${row.text}`, language: 'en', meta: { title: row.title } })).errors;
    if (errors.length) throw new Error(errors.join('; '));
  }
  const folder = mkdtempSync(join(tmpdir(), 'peers-'));
  await writer.writeFiles({ outputPath: folder });
  // Its client asks for files by address; here they lie on disk.
  const fetch = globalThis.fetch;
  globalThis.fetch = /** @type {typeof fetch} */ (async (address) => new Response(new Uint8Array(readFileSync(new URL(String(address).split('?')[0])))));
  const client = await import(pathToFileURL(join(folder, 'pagefind.js')).href);
  await client.options({ basePath: pathToFileURL(folder + '/').href });
  await client.init();
  return {
    /** The numbers of the first rows. @param {string} query @param {number} [most] */
    find: async (query, most = 20) => {
      const { results } = await client.search(query);
      const data = await Promise.all(results.slice(0, most).map((/** @type {any} */ result) => result.data()));
      return data.map((/** @type {any} */ one) => Number(/(\d+)\/$/.exec(one.raw_url ?? one.url)?.[1]));
    },
    end: async () => {
      await pagefind.close();
      rmSync(folder, { recursive: true });
      globalThis.fetch = fetch;
    },
  };
}
