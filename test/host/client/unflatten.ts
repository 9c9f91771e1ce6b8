/**
 * Reads n8n's stored execution data, which are written in the format of the npm package `flatted`: a JSON
 * array of values in which every string inside an object or array is the index of the value meant. The
 * first value is the whole. References may be circular.
 */
export function unflatten(text: string): unknown {
	const values = JSON.parse(text) as unknown[];
	for (const value of values) {
		if (!isContainer(value)) continue;
		for (const key of Object.keys(value)) {
			const reference = value[key];
			if (typeof reference === 'string') value[key] = values[Number(reference)];
		}
	}
	return values[0];
}

/** Arrays count: their indices are keys as well. */
function isContainer(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null;
}
