/** A person's name by id. */
export function nameOf(users, id) {
	const user = users.find((known) => known.id === id);
	return user ? `${user.name} ${user.lastName}` : `user ${id}`;
}

/** `Alice Weber, Boris Novak`, `everyone` or `nobody`. */
export function receiversOf(users, receivers) {
	if (receivers === 'everyone') return 'everyone';
	return receivers.map((id) => nameOf(users, id)).join(', ') || 'nobody';
}

/** `3 × crm.lead.add, user.get` */
export function summary(methods) {
	const counts = new Map();
	for (const method of methods) counts.set(method, (counts.get(method) ?? 0) + 1);
	return [...counts].map(([method, n]) => (n > 1 ? `${n} × ${method}` : method)).join(', ');
}

/** `1 lead`, `2 leads` */
export function counted(number, one, several = `${one}s`) {
	return `${number} ${number === 1 ? one : several}`;
}

/** A value as a text: JSON unless it is a text already. */
export function textOf(value) {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Nested values as pairs of a path and a text, `auth[domain]` as forms spell it. */
export function flattened(value, path = '') {
	if (typeof value !== 'object' || value === null) return [[path, String(value ?? '')]];
	const entries = Object.entries(value);
	if (entries.length === 0) return path === '' ? [] : [[path, Array.isArray(value) ? '[]' : '{}']];
	return entries.flatMap(([key, inner]) => flattened(inner, path === '' ? key : `${path}[${key}]`));
}
