// A municipality's directory keeps accounts and roles (SCIM 2.0), with real requests.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';

import { main, together } from '../together.mjs';

let secret;
const users = (server, ...command) =>
  execFileSync(
    process.env.NAERVAER_BINARY,
    ['users', ...command, '--database', `sqlite:${join(server.folder, 'demo.sqlite')}`, '--key-file', join(server.folder, 'demo.key')],
    { encoding: 'utf8' },
  );
const here = together(async ({ server }) => {
  secret = users(server, 'scim-token', 'Kommunens katalog').trim();
});

/** One request as a directory sends it. */
async function ask(method, path, body, { token = secret } = {}) {
  const answer = await fetch(`${here.server.url}/scim/v2/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/scim+json' },
    body: body && JSON.stringify({ schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], ...body }),
  });
  const text = await answer.text();
  return { status: answer.status, type: answer.headers.get('content-type'), body: text && JSON.parse(text) };
}

test('without the right secret nothing is told, and guessing makes one wait', async () => {
  assert.equal((await fetch(`${here.server.url}/scim/v2/Users`)).status, 401);
  const wrong = await ask('GET', 'Users', undefined, { token: 'forkert' });
  assert.deepEqual([wrong.status, wrong.type], [401, 'application/scim+json']);
  const right = await ask('GET', 'ServiceProviderConfig');
  assert.deepEqual([right.status, right.body.patch.supported, right.body.bulk.supported], [200, true, false]);
  assert.equal((await ask('GET', 'ResourceTypes')).body.totalResults, 2);
  assert.equal((await ask('GET', 'Schemas')).body.Resources[0].attributes[0].name, 'userName');
});

test('an account is made, found, changed, closed and opened', async () => {
  const asta = { userName: 'asta.ny@solbaek.example', externalId: 'e-1', name: { givenName: 'Asta', familyName: 'Nygård' } };
  const made = await ask('POST', 'Users', asta);
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const { id } = made.body;
  assert.deepEqual([made.body.displayName, made.body.active, made.body.externalId], ['Asta Nygård', true, 'e-1']);
  assert.equal(made.body.meta.location, [here.server.url, 'scim', 'v2', 'Users', id].join('/'));
  const twice = await ask('POST', 'Users', { ...asta, externalId: 'e-2' });
  assert.deepEqual([twice.status, twice.body.scimType], [409, 'uniqueness']);
  const other = await ask('POST', 'Users', { ...asta, userName: 'en.anden' });
  assert.deepEqual([other.status, other.body.scimType], [409, 'uniqueness']);
  assert.equal((await ask('GET', 'Users?filter=userName%20eq%20%22en.anden%22')).body.totalResults, 0, 'nothing half done');
  const found = await ask('GET', `Users?filter=${encodeURIComponent('userName eq "ASTA.NY@solbaek.example"')}`);
  assert.deepEqual([found.body.totalResults, found.body.Resources[0].id], [1, id]);
  assert.equal((await ask('GET', `Users?filter=${encodeURIComponent('externalId eq "e-1"')}`)).body.Resources[0].id, id);
  const strange = await ask('GET', `Users?filter=${encodeURIComponent('name co "a"')}`);
  assert.deepEqual([strange.status, strange.body.scimType], [400, 'invalidFilter']);
  const page = await ask('GET', 'Users?startIndex=2&count=2');
  assert.deepEqual([page.body.itemsPerPage, page.body.startIndex], [2, 2]);
  assert.ok(page.body.totalResults >= 6);

  const replaced = await ask('PUT', `Users/${id}`, { ...asta, userName: 'asta.ny', displayName: 'Asta N. Nygård' });
  assert.deepEqual([replaced.status, replaced.body.userName, replaced.body.displayName], [200, 'asta.ny', 'Asta N. Nygård']);
  for (const [value, active] of [['False', false], [true, true]]) {
    const patched = await ask('PATCH', `Users/${id}`, { Operations: [{ op: 'Replace', path: 'active', value }] });
    assert.deepEqual([patched.status, patched.body.active], [200, active]);
  }
  const bad = await ask('PATCH', `Users/${id}`, { Operations: [{ op: 'replace', value: { active: 'måske' } }] });
  assert.deepEqual([bad.status, bad.body.scimType], [400, 'invalidValue']);
  assert.equal((await ask('DELETE', `Users/${id}`)).status, 204);
  assert.equal((await ask('GET', `Users/${id}`)).body.active, false, 'closed, and what the person did stays');
  assert.equal((await ask('GET', 'Users/00000000-0000-0000-0000-000000000000')).status, 404);
  assert.equal((await ask('POST', 'Users', { userName: 'x' })).body.scimType, 'invalidValue');
});

test('groups are roles at places: a member has the role, and loses it', async () => {
  const { body: made } = await ask('POST', 'Users', { userName: 'bo.leder', displayName: 'Bo Lederby' });
  const groups = (await ask('GET', 'Groups?count=200')).body.Resources;
  assert.ok(!groups.some((group) => group.id.includes('administrator')), 'an administrator is made by a person');
  const [group, other] = groups.filter((one) => one.id.startsWith('school_leader.'));
  assert.match(group.displayName, /^skoleleder, /i);
  const named = await ask('GET', `Groups?filter=${encodeURIComponent(`displayName eq "${group.displayName}"`)}`);
  assert.equal(named.body.Resources[0].id, group.id);
  assert.deepEqual(group.members, [], 'the leader an administrator made is not the directory\'s');
  const change = (id, ...Operations) => ask('PATCH', `Groups/${id}`, { Operations });
  const member = { value: made.id };
  assert.equal((await change(group.id, { op: 'add', path: 'members', value: [member] })).status, 204);
  assert.equal((await change(other.id, { op: 'add', value: { members: [member] } })).status, 204);
  assert.equal((await change(group.id, { op: 'add', path: 'members', value: [{ value: 'ingen' }] })).status, 400);
  assert.equal((await ask('GET', `Groups/${group.id}`)).body.members[0].value, made.id);

  const administrator = await here.as('administrator');
  const roles = async () => {
    await administrator.goto(`/setup/staff/${made.id}`);
    return (await main(administrator)).match(/Stadig/gi)?.length ?? 0;
  };
  const before = await roles();
  assert.equal(before, 2, await main(administrator));
  assert.equal((await change(group.id, { op: 'remove', path: `members[value eq "${made.id}"]` })).status, 204);
  assert.equal(await roles(), 1);
  assert.deepEqual((await ask('PUT', `Groups/${other.id}`, { members: [] })).body.members, []);
  assert.equal(await roles(), 0);
  assert.equal((await ask('POST', 'Groups', { displayName: 'Ny' })).status, 403);
  await here.leave(administrator);
});

test('a secret that is taken back opens nothing any more', async () => {
  const [line] = users(here.server, 'scim-tokens').split('\n');
  assert.match(line, /Kommunens katalog .*used /);
  users(here.server, 'scim-tokens', '--end', line.split(' ')[0]);
  assert.equal((await ask('GET', 'Users')).status, 401);
  for (let time = 0; time < 12; time += 1) await ask('GET', 'Users', undefined, { token: 'forkert' });
  assert.equal((await ask('GET', 'Users', undefined, { token: 'forkert' })).status, 429);
});
