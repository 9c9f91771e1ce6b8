import type { RecordKind } from './recordKind';

/** Fields that users or relations add to those that a kind has. */
const ADDED_FIELDS = { upper: /^(UF_|PARENT_ID_\d)/, camel: /^(uf[A-Z]|parentId\d|property\d)/ };

/** Whether the kind keeps a field of that name. */
export function hasField({ defaults, spelling, stamps, ownId, idField }: RecordKind, name: string) {
	if (name === idField) return ownId === true;
	return (
		name in defaults || Object.values(stamps).includes(name) || ADDED_FIELDS[spelling].test(name)
	);
}

/**
 * The field's name as the kind writes it, however it was spelled: `STAGE_ID`, `stage_id` or
 * `stageId`.
 */
export function fieldName({ spelling }: RecordKind, name: string): string {
	if (spelling === 'upper') return name.toUpperCase();
	return /^[A-Z0-9_]+$/.test(name) ? camelCase(name) : name;
}

/**
 * `STAGE_ID` as `stageId`; numbers are joined, except after `UF_CRM_` alone: `ufCrm_12`,
 * `ufCrm2_12`.
 */
export function camelCase(name: string): string {
	return name
		.toLowerCase()
		.replace(/^uf_crm_(\d+)_/, 'uf_crm$1+')
		.replace(/^uf_crm_(\d+)$/, 'uf_crm+$1')
		.replace(/_([a-z0-9])/g, (_underscore, next: string) => next.toUpperCase())
		.replace('+', '_');
}

/** `stageId` as `STAGE_ID`, `ufCrm2_12` as `UF_CRM_2_12`. */
export function snakeCase(name: string): string {
	return name.replace(/([a-z])([A-Z0-9])/g, '$1_$2').toUpperCase();
}

/** The same text for every spelling of a name. */
export function folded(name: string): string {
	return name.replaceAll('_', '').toUpperCase();
}
