import { knownSpelling, type Section } from './section.ts';

/** A core attribute under its full SCIM name. */
const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:User|Group)[:.](?=\w)/iu;

/** An attribute of an extension as SCIM 2.0 names it; Entra's Slack app has names of SCIM 1. */
const EXTENSION = /^urn:ietf:params:scim:schemas:extension:([\w:-]+?):2\.0:User[:.]([\w.]+)$/iu;

/** Slack stores one address, whatever its type. */
const ADDRESS = /^addresses\[type eq "\w+"\]\.(\w+)$/iu;

/** Entra names the manager's id too. */
const REFERENCE_ID = /\.manager\.value$/u;

/** A target under the name that this app knows it by, if it is one of them under another spelling; else as it is. */
export function targetName(name: string, { targets }: Section): string {
  const plain = name.trim().replace(/'/gu, '"').replace(/\s+/gu, ' ').replace(CORE, '');
  const extension = plain.replace(EXTENSION, 'urn:scim:schemas:extension:$1:1.0.$2').replace(REFERENCE_ID, '.manager');
  const candidates = [plain, extension, plain.replace(ADDRESS, 'addresses[type eq "untyped"].$1')];
  return candidates.map((candidate) => knownSpelling(candidate, targets)).find((known) => targets.has(known)) ?? name;
}
