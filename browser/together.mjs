// What every walk through the program begins with: a server, a browser, people who sign in, a child to open a case about.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before } from 'node:test';

import { signIn, startBrowser, startServer, visitor } from './harness.mjs';

/**
 * A server and a browser for the tests of one file. `visit` opens a browser, `as` signs in too; `leave` ends the visit
 * and holds that nothing went wrong on any page of it. `prepare` is done once before the first test; `options` are those
 * of the server.
 */
export function together(prepare = async () => {}, options = async () => ({})) {
  const here = {
    server: undefined,
    browser: undefined,
    visit: (options) => visitor(here.browser, here.server, options),
    async as(role, options) {
      const page = await here.visit(options);
      await signIn(page, here.server, role);
      return page;
    },
    async leave(page) {
      assert.deepEqual(page.complaints, []);
      await page.context().close();
    },
  };
  before(async () => {
    here.server = await startServer(await options());
    here.browser = await startBrowser();
    await prepare(here);
  });
  after(async () => {
    await here.browser?.close();
    await here.server?.stop();
  });
  return here;
}

/** Where each step of a walk is kept as a picture, when somebody wants to look at it: see `cargo xtask walks`. */
const pictures = process.env.NAERVAER_WALKS;
let step = 0;

/** Presses what leads to another page, and waits for it. */
export async function send(page, button) {
  await Promise.all([page.waitForNavigation(), button.click()]);
  if (!pictures) return;
  step += 1;
  const where = new URL(page.url()).pathname.replace(/[0-9a-f-]{36}/g, '').replace(/\W+/g, '-').replace(/^-|-$/g, '');
  const name = `${String(step).padStart(3, '0')}-${where || 'overview'}-${page.viewportSize().width}.png`;
  await page.screenshot({ path: join(pictures, name), fullPage: true });
}

/** What the page says. */
export const main = (page) => page.locator('main').innerText();

const danish = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Copenhagen' });

/** The day so many days from today in Denmark, as a date field writes it. */
export const day = (days) => danish.format(new Date(Date.now() + days * 86_400_000));

const paths = (all) => [...new Set(all.map((a) => new URL(a.href).pathname))];

/** The pages of children for whom no case runs, class by class of the first school the person may open. */
export async function* withoutCase(page) {
  await page.goto('/schools');
  const school = page.locator('main a[href^="/schools/"]').first();
  if (await school.count()) await send(page, school);
  for (const one of await page.$$eval('main a[href^="/classes/"]', paths)) {
    await page.goto(one);
    for (const pupil of await page.$$eval('main .class-names a, main .register-table a', paths)) {
      await page.goto(pupil);
      if (await page.locator('main a[href^="/cases/new"]').count()) yield pupil;
    }
  }
  throw new Error('a case runs for every child');
}

/** Opens a case about a child, by default the first for whom none runs; its address, the child's page and name. */
export async function openCase(page, reason, child) {
  const pupil = child ?? (await withoutCase(page).next()).value;
  await page.goto(pupil);
  const name = await page.locator('h1').innerText();
  await send(page, page.locator('main a[href^="/cases/new"]').first());
  await page.fill('main [name="reason"]', reason);
  await page.locator('main [name="mandate"][value="decides"]').check({ force: true });
  await page.fill('main [name="available"]', 'hverdage 8–15');
  await send(page, page.locator('main .case-form .button-primary'));
  assert.match(await main(page), /Forløbet er åbnet/);
  return { address: new URL(page.url()).pathname, pupil, name };
}

/** Fills in a form of a case by field name: text, choice, box or list. */
export async function fill(page, fields) {
  for (const [name, value] of Object.entries(fields)) {
    for (const one of [value].flat()) {
      const field = page.locator(`main [name="${name}"]`).first();
      const type = await field.getAttribute('type');
      const tag = await field.evaluate((element) => element.tagName);
      if (type === 'radio' || type === 'checkbox') await page.locator(`main [name="${name}"][value="${one}"]`).check({ force: true });
      else if (tag === 'SELECT') await field.selectOption(one);
      else await field.fill(one);
    }
  }
}

/** Opens a form of the case, fills it in and sends it; answers the page that follows. */
export async function does(page, address, act, fields, item) {
  await page.goto(`${address}/act/${act}${item ? `?item=${item}` : ''}`);
  await fill(page, fields);
  await send(page, page.locator('main .case-form .button-primary'));
  return main(page);
}
