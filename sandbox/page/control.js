/** Asks the portal to do something; throws its message if it refuses. */
export async function act(method, path, fields) {
	const response = await fetch(`/_sandbox/${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: fields && JSON.stringify(fields),
	}).catch(() => {
		throw new Error('The portal does not answer.');
	});
	const answer = await response.json();
	if (!response.ok) throw new Error(answer.error ?? answer.message);
	return answer.result;
}

/** A path of the control API with its parts encoded. */
export function pathOf(...parts) {
	return parts.map(encodeURIComponent).join('/');
}

/**
 * Calls `changed` with the whole state at the beginning and after each loss of the connection, and
 * with the changed parts after each change; calls `live` when the connection comes and goes.
 */
export function follow(changed, live) {
	const source = new EventSource('/_sandbox/changes');
	const listener = ({ data }) => changed(JSON.parse(data));
	source.addEventListener('state', listener);
	source.addEventListener('changed', listener);
	source.onopen = () => live(true);
	source.onerror = () => live(false);
}
