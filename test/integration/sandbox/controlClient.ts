import type { Sandbox } from '../../../sandbox';
import { type Answer, answerOf } from './restClient';

/** Does on the portal what its page does: a call of the control API. */
export async function act(
	{ url }: Pick<Sandbox, 'url'>,
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	fields?: object,
	headers: Record<string, string> = {},
): Promise<Answer> {
	return answerOf(
		await fetch(`${url}/_sandbox/${path}`, {
			method,
			headers,
			...(fields ? { body: JSON.stringify(fields) } : {}),
		}),
	);
}

/** Everything that the page shows, by part. */
export async function pageState(sandbox: Pick<Sandbox, 'url'>): Promise<Record<string, unknown>> {
	return (await act(sandbox, 'GET', 'state')).body;
}

/** The sentence with which an action is refused; the status goes with it. */
export async function refusal(
	sandbox: Pick<Sandbox, 'url'>,
	method: 'GET' | 'POST' | 'DELETE',
	path: string,
	fields?: object,
): Promise<[status: number, sentence: unknown]> {
	const { status, body } = await act(sandbox, method, path, fields);
	return [status, body.error];
}

/** The messages of a server-sent stream, parsed, one after the other. */
export async function* streamed(response: Response) {
	const decoder = new TextDecoder();
	let text = '';
	for await (const chunk of response.body ?? []) {
		text += decoder.decode(chunk as Uint8Array, { stream: true });
		for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
			const [, event = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
			text = text.slice(end + 2);
			yield { event, parts: JSON.parse(data) as Record<string, unknown> };
		}
	}
}
