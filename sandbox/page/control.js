/** Asks the portal to do something; throws with its words if it will not. */
export async function act(method, path, fields) {
	const response = await fetch(`/_sandbox/${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: fields && JSON.stringify(fields),
	});
	const answer = await response.json();
	if (!response.ok) throw new Error(answer.error);
	return answer.result;
}

/** Everything there is to show. */
export async function readState() {
	const response = await fetch('/_sandbox/state');
	return response.json();
}

/** Calls `changed` now and after each change of the portal, `live` when the connection comes and goes. */
export function follow(changed, live) {
	const source = new EventSource('/_sandbox/changes');
	source.onmessage = changed;
	source.onopen = () => live(true);
	source.onerror = () => live(false);
}
