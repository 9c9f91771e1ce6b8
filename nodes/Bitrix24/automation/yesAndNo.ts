import type { JsonValue } from '../values/json';

/**
 * Booleans, wherever in the value they stand, as Y and N: rules and processes know them so
 * (docs/reference/bitrix24.md#return-values).
 */
export function yesAndNo(value: JsonValue): JsonValue {
	if (typeof value === 'boolean') return value ? 'Y' : 'N';
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(yesAndNo);
	return Object.fromEntries(
		Object.entries(value).map(([name, part]) => [name, yesAndNo(part ?? null)]),
	);
}
