// Signing in through somebody who vouches for a person: a real OpenID Connect provider on this machine.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

import { freePort, overhang, violations, WIDTHS } from '../harness.mjs';
import { main, openCase, send, together } from '../together.mjs';

/** People as the provider knows them, by what they type there. */
const PEOPLE = {
  ukendt: { preferred_username: 'ukendt', name: 'Ida Ukendt' },
  'o-7': { preferred_username: 'asger.ny', name: 'Asger Nyholm', roles: ['naervaer-leder'], schools: [] },
  'o-8': { preferred_username: 'uden.rolle', name: 'Uden Rolle', roles: ['naervaer-noget'], schools: [] },
  '1000013b36': { name: 'Mia Holm' },
};

/** What the provider does next that it should not. */
const wrong = { expired: false, silent: false };
/** What the program asked last (`acr_values`). */
let asked;

const folder = mkdtempSync(join(tmpdir(), 'naervaer-vouched-'));
const http = createServer((request, answer) => http.answers(request, answer));
http.answers = (_, answer) => answer.writeHead(503).end();

/** The provider listens first, so that its address can be written down; it learns where the program is afterwards. */
async function writeProviders() {
  await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${http.address().port}`;
  const one = (name, text, more, at = issuer) => `
    [[provider]]
    name = "${name}"
    text = { da = "Log på med ${text}", en = "Sign in with ${text}" }
    issuer = "${at}"
    client_id = "${name}"
    secret_file = "secret"
    ${more}
  `;
  writeFileSync(join(folder, 'secret'), 'en hemmelighed, som kun programmet og udbyderen kender\n');
  writeFileSync(
    join(folder, 'sign-in.toml'),
    one('kommune', 'kommunen', `
      scopes = ["profile"]
      person = { claim = "preferred_username", is = "username" }
      levels = [{ claim = "loa", value = "3", level = "substantial" }]
      ask = { substantial = "Substantial" }`) +
      one('roller', 'rollekataloget', `
      scopes = ["profile"]
      roles = { claim = "roles", schools = "schools", names = { naervaer-leder = "school_leader" }, make_accounts = true }`) +
      one('unilogin', 'Unilogin', '') +
      one('nede', 'en, der er nede', '', `http://127.0.0.1:${await freePort()}`),
  );
  return { more: ['--sign-in', join(folder, 'sign-in.toml')] };
}

async function startProvider({ server }) {
  const written = join(folder, 'demo');
  execFileSync(process.env.NAERVAER_BINARY, ['demo', '--write', written, '--schools', '2', '--pupils', '240']);
  const [school] = readFileSync(join(written, 'schools.csv'), 'utf8').split('\n')[1].split(',');
  for (const id of ['o-7', 'o-8']) PEOPLE[id].schools.push(school);
  for (const { name } of Object.values(server.signIns)) PEOPLE[name] = { preferred_username: name };
  const { default: Provider } = await import('oidc-provider');
  const secret = readFileSync(join(folder, 'secret'), 'utf8').trim();
  const provider = new Provider(`http://127.0.0.1:${http.address().port}`, {
    clients: ['kommune', 'roller', 'unilogin'].map((name) => ({
      client_id: name,
      client_secret: secret,
      redirect_uris: [`${server.url}/sign-in/from/${name}`],
      post_logout_redirect_uris: [`${server.url}/sign-in`],
    })),
    cookies: { keys: ['til prøve'] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'loa'], profile: ['name', 'preferred_username', 'roles', 'schools'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, loa: asked === 'Substantial' ? '3' : '2', ...PEOPLE[id] }),
    }),
    ttl: { IdToken: 3600 },
  });
  provider.use((context, next) => {
    if (context.path === '/auth') asked = context.query.acr_values;
    return next();
  });
  const answers = provider.callback();
  const { now } = Date;
  http.answers = (request, answer) => {
    // A token made two hours ago by the provider's own clock, and good for one.
    if (wrong.expired && request.url === '/token') {
      Date.now = () => now() - 7_200_000;
      answer.once('close', () => (Date.now = now));
    }
    // It lets somebody in and then tells nothing more of them.
    if (wrong.silent && request.url === '/me') answer.writeHead(503).end();
    else answers(request, answer);
  };
}

const here = together(startProvider, writeProviders);
const { visit } = here;

after(() => {
  http.closeAllConnections();
  http.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Only what goes wrong on the program's own pages counts; the provider's are its own. */
async function leave(page) {
  const ours = page.complaints.filter((one) => one.startsWith(here.server.url) && !/status of (400|403|503)|answered 503/.test(one));
  assert.deepEqual(ours, []);
  await page.context().close();
}

const path = (page) => new URL(page.url()).pathname;

/** Presses a provider's button and does at the provider what a person does there. */
async function through(page, text, who) {
  await send(page, page.locator('.sign-in-with a', { hasText: text }));
  for (let step = 0; step < 4 && !page.url().startsWith(here.server.url); step += 1) {
    const login = page.locator('input[name=login]');
    if (await login.count()) {
      await login.fill(who);
      await page.fill('input[name=password]', 'hvad som helst');
    }
    await send(page, page.locator('button[type=submit]'));
  }
}

async function looksRight(page) {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    assert.deepEqual(await violations(page), [], `${page.url()} at ${width}`);
    assert.equal(await overhang(page), 0, `${page.url()} at ${width}`);
  }
  await page.setViewportSize({ width: WIDTHS[0], height: 900 });
}

test('somebody the municipality vouches for comes to where they were going, and signs out at both', async () => {
  const page = await visit();
  await page.goto('/schools');
  assert.equal(path(page), '/sign-in');
  await looksRight(page);
  const answers = [];
  page.on('request', (request) => request.url().includes('/sign-in/from/') && answers.push(request.url()));
  await through(page, 'kommunen', here.server.signIns.school_leader.name);
  assert.equal(path(page), '/schools', await main(page));

  // The same answer again, from the same browser: used up. It leads nowhere by itself.
  await page.goto(answers[0]);
  assert.match(await main(page), /blev ikke færdigt/);
  await looksRight(page);
  await page.goto('/sessions');
  await send(page, page.locator('form[action="/sign-out"] button'));
  assert.match(await main(page), /Du er logget af Nærvær/);
  await looksRight(page);
  await send(page, page.locator('main a.button'));
  assert.ok(!page.url().startsWith(here.server.url), 'the provider asks');
  await send(page, page.locator('button[value=yes], button[name=logout]').first());
  assert.equal(path(page), '/sign-in', 'and sends back');
  await page.goto('/schools');
  assert.equal(path(page), '/sign-in');
  // Signed out there too: it asks again who it is.
  await page.locator('.sign-in-with a', { hasText: 'kommunen' }).click();
  await page.locator('input[name=login]').waitFor();
  await leave(page);
});

test('a wrong state, a made-up code, an expired token and a no end on a page that says so', async () => {
  const page = await visit();
  await page.goto('/sign-in/from/kommune?code=abc&state=abc');
  assert.match(await main(page), /blev ikke færdigt/);
  const begin = async () => {
    const answer = await page.request.get('/sign-in/with/kommune', { maxRedirects: 0 });
    return new URL(answer.headers().location).searchParams;
  };
  const begun = await begin();
  assert.equal(begun.get('code_challenge_method'), 'S256');
  assert.ok(begun.get('nonce').length > 15);
  // Another browser has the state and is refused; it did not use it up for the one it belongs to.
  const other = await visit();
  await other.goto(`/sign-in/from/kommune?code=abc&state=${begun.get('state')}`);
  assert.match(await main(other), /begyndte i en anden browser/);
  await leave(other);
  await page.goto(`/sign-in/from/unilogin?code=abc&state=${begun.get('state')}`);
  assert.match(await main(page), /blev ikke færdigt/, 'another provider');
  await page.goto(`/sign-in/from/kommune?code=abc&state=${begun.get('state')}`);
  assert.match(await main(page), /kunne ikke bruges/);
  await page.goto(`/sign-in/from/kommune?error=access_denied&state=${(await begin()).get('state')}`);
  assert.match(await main(page), /blev afbrudt/);
  wrong.expired = true;
  await page.goto('/sign-in');
  await through(page, 'kommunen', here.server.signIns.teacher.name);
  wrong.expired = false;
  assert.match(await main(page), /var for gammelt/);
  await page.goto('/schools');
  assert.equal(path(page), '/sign-in', 'nobody is signed in');
  await leave(page);
});

test('a provider that is down, before and in the middle, gives a page and no loop', async () => {
  const page = await visit();
  await page.goto('/sign-in?back=/rules');
  const answer = page.waitForResponse((one) => one.url().includes('/sign-in/with/nede'));
  await page.locator('.sign-in-with a', { hasText: 'nede' }).click();
  assert.equal((await answer).status(), 503);
  assert.match(await main(page), /virker ikke lige nu/);
  await looksRight(page);
  await send(page, page.locator('main a.button'));
  assert.equal(page.url(), `${here.server.url}/sign-in?back=/rules`);
  const begun = await page.request.get('/sign-in/with/kommune', { maxRedirects: 0 });
  const { answers } = http;
  http.answers = (_, answer) => answer.destroy();
  await page.goto(`/sign-in/from/kommune?code=abc&state=${new URL(begun.headers().location).searchParams.get('state')}`);
  http.answers = answers;
  assert.match(await main(page), /virker ikke lige nu/);
  await leave(page);
});

test('nobody gets an account by accident; roles and schools come from whoever may vouch for them', async () => {
  const page = await visit();
  await page.goto('/sign-in');
  await through(page, 'kommunen', 'ukendt');
  assert.match(await main(page), /ingen har givet dig adgang[\s\S]*ukendt/);
  await looksRight(page);
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await through(page, 'rollekataloget', 'o-8');
  assert.match(await main(page), /ingen har givet dig adgang/, 'a role nobody here knows');
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await through(page, 'rollekataloget', 'o-7');
  assert.equal(path(page), '/');
  await page.goto('/sessions');
  assert.match(await main(page), /Asger Nyholm[\s\S]*skoleleder, /i);
  await page.goto('/schools');
  assert.equal(await page.locator('main a[href^="/schools/"]').count(), 1, await main(page));

  // Where the roles are told nobody answers: that is no role less, and no sign-in.
  wrong.silent = true;
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await through(page, 'rollekataloget', 'o-7');
  assert.match(await main(page), /Der kommer intet svar/);
  wrong.silent = false;
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await through(page, 'rollekataloget', 'o-7');
  await page.goto('/schools');
  assert.equal(await page.locator('main a[href^="/schools/"]').count(), 1, await main(page));

  // The role is taken from the person there: with the next sign-in it has ended here.
  PEOPLE['o-7'].roles = [];
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await through(page, 'rollekataloget', 'o-7');
  await page.goto('/sessions');
  assert.match(await main(page), /Du har ingen roller i dag/);
  await leave(page);
});

test('an administrator writes which id somebody has elsewhere, and it opens the account', async () => {
  const page = await visit();
  await page.goto('/sign-in');
  await through(page, 'Unilogin', '1000013b36');
  assert.match(await main(page), /1000013b36/);
  const administrator = await here.as('administrator');
  await administrator.goto('/setup/staff');
  await send(administrator, administrator.locator('tr', { has: administrator.getByRole('cell', { name: here.server.signIns.teacher.name, exact: true }) }).locator('a'));
  await administrator.selectOption('#source', 'unilogin');
  await administrator.fill('#subject', '1000013b36');
  await send(administrator, administrator.locator('form[action$="/known"] button'));
  assert.match(await main(administrator), /Id'et er tilføjet[\s\S]*1000013b36/);
  await looksRight(administrator);
  await page.goto('/sign-in');
  await through(page, 'Unilogin', '1000013b36');
  assert.equal(path(page), '/');
  await send(administrator, administrator.locator('form[action$="/known/end"] button'));
  assert.match(await main(administrator), /Id'et er fjernet/);
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await through(page, 'Unilogin', '1000013b36');
  assert.match(await main(page), /ingen har givet dig adgang/);
  await leave(administrator);
  await leave(page);
});

test('what asks for more is opened by a surer sign-in at the provider', async () => {
  const leader = await here.as('school_leader');
  const { address } = await openCase(leader, 'Sover til middag');
  await leave(leader);
  const administrator = await visit();
  await administrator.goto('/sign-in/with/kommune?level=substantial&back=/setup/demands');
  await administrator.fill('input[name=login]', here.server.signIns.administrator.name);
  await administrator.fill('input[name=password]', 'x');
  for (let step = 0; step < 3 && !administrator.url().startsWith(here.server.url); step += 1)
    await send(administrator, administrator.locator('button[type=submit]'));
  await administrator.selectOption('#case', 'substantial');
  await send(administrator, administrator.locator('main form button'));
  assert.match(await main(administrator), /Kravene er gemt/);

  const page = await visit();
  await page.goto(address);
  await through(page, 'kommunen', here.server.signIns.school_leader.name);
  assert.equal(path(page), '/confirm', 'signed in, and not surely enough');
  await looksRight(page);
  await through(page, 'kommunen', here.server.signIns.school_leader.name);
  assert.equal(path(page), address);
  assert.match(await main(page), /Sover til middag/);
  await leave(page);
  await leave(administrator);
});
