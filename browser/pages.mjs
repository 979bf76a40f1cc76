// Writes a picture of every page at both widths, and an index to look at them: `node pages.mjs FOLDER`.

import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { WIDTHS, everyPage, signIn, startBrowser, startServer, visitor } from './harness.mjs';

const folder = process.argv[2];
if (!folder) throw new Error('where to? `node pages.mjs FOLDER`');

const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const server = await startServer();
const browser = await startBrowser();
const rows = [];
try {
  for (const role of ['nobody', ...Object.keys(server.signIns)]) {
    const page = await visitor(browser, server);
    if (role === 'nobody') await page.goto('/sign-in');
    else await signIn(page, server, role);
    await everyPage(page, async ({ kind, status }) => {
      const pictures = [];
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        const name = `${role}${kind}`.replace(/[^a-z0-9]+/gi, '-').replace(/-+$/, '');
        const file = `${name}-${width}.png`;
        await page.screenshot({ path: join(folder, file), fullPage: true });
        pictures.push(file);
      }
      rows.push({ role, kind, status, pictures, title: await page.title() });
    });
    await page.context().close();
  }
} finally {
  await browser.close();
  await server.stop();
}
const sections = rows.map(
  ({ role, kind, status, pictures, title }) => `<section><h2>${escape(title)}</h2>
<p>${escape(role)} · <code>${escape(kind)}</code> · ${status}</p>
${pictures.map((file) => `<a href="${file}"><img loading="lazy" src="${file}" alt="${escape(`${title}, ${file}`)}"></a>`).join('\n')}</section>`,
);
await writeFile(
  join(folder, 'index.html'),
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Every page</title>
<style>body{font:16px sans-serif;margin:2rem}section{margin-bottom:3rem}img{max-height:480px;border:1px solid #999;margin-right:1rem;vertical-align:top}</style>
<h1>Every page, ${rows.length} in all</h1>${sections.join('\n')}</html>\n`,
);
console.log(`${rows.length} pages`);
