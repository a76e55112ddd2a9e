import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { provisioningJsonSchema } from '../../shared/config/provisioningJsonSchema.ts';

// Writes the JSON schema of provisioning.json where editors look for it. Run it after a change of provisioningSchema.ts:
//   node infra/scripts/writeSchema.ts
const path = fileURLToPath(new URL('../../shared/config/provisioning.schema.json', import.meta.url));
writeFileSync(path, provisioningJsonSchema());
console.log(`Wrote ${path}`);
