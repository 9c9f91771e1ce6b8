import { asMap, isArray, type PhpMap, text } from '../php/values';

const REFERENCE = /\{=\s*(\w+)\s*:\s*(\w+)\s*\}/g;
const WHOLE = /^\{=\s*(\w+)\s*:\s*(\w+)\s*\}$/;

/** The value behind `{=source:name}`. */
export type Lookup = (source: string, name: string) => unknown;

/** The value with its references replaced: a text that is one reference becomes the value itself. */
export function resolved(value: unknown, lookup: Lookup): unknown {
	if (typeof value === 'string') return resolvedText(value, lookup);
	if (Array.isArray(value)) return value.map((one) => resolved(one, lookup));
	return isArray(value) ? resolvedMap(asMap(value), lookup) : value;
}

/** The same map with the references in its values replaced. */
export function resolvedMap(map: PhpMap, lookup: Lookup): PhpMap {
	return Object.fromEntries(
		Object.entries(map).map(([key, value]) => [key, resolved(value, lookup)]),
	);
}

function resolvedText(template: string, lookup: Lookup): unknown {
	const [, source, name] = WHOLE.exec(template) ?? [];
	if (source !== undefined && name !== undefined) return lookup(source, name) ?? '';
	return template.replace(REFERENCE, (_reference, from: string, named: string) =>
		spelled(lookup(from, named)),
	);
}

function spelled(value: unknown): string {
	return isArray(value) ? Object.values(value).map(text).join(', ') : text(value);
}
