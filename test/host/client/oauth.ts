import type { Session } from './session';

/** How often a portal may send the browser on before it comes back to n8n. */
const MAX_REDIRECTS = 5;

const ENTITIES: Record<string, string> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#x27;': "'",
	'&#x60;': '`',
	'&#x3D;': '=',
};

/**
 * Plays the browser in an OAuth2 authorization, from the authorization address to n8n's last page.
 *
 * @param start The address at the portal that n8n sends the user to.
 * @param callback n8n's redirect address, where the journey ends.
 * @throws If the portal answers with anything but redirects, or n8n's page says that it failed.
 */
export async function authorize(session: Session, start: string, callback: string): Promise<void> {
	const returned = await followToCallback(start, callback);
	const answer = await session.fetch(returned.slice(session.url.length));
	const failure = failureOnPage(await answer.text());
	if (failure) throw new Error(`n8n could not connect: ${failure}`);
}

async function followToCallback(start: string, callback: string): Promise<string> {
	let address = start;
	for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
		const answer = await fetch(address, { redirect: 'manual' });
		const location = answer.headers.get('location');
		const body = await answer.text();
		if (!location) {
			throw new Error(
				`${new URL(address).origin} did not send the browser back to n8n but answered ` +
					`${answer.status} ${body.slice(0, 300)}`,
			);
		}
		address = new URL(location, address).href;
		if (address.startsWith(`${callback}?`)) return address;
	}
	throw new Error(`Still not back at n8n after ${MAX_REDIRECTS} redirects: ${address}`);
}

/** The reason on n8n's error page, which has status 200 like the other one; undefined if it is the other. */
function failureOnPage(page: string): string | undefined {
	if (page.includes('Connection successful')) return undefined;
	const message = /<h4>Error: ([\s\S]*?)<\/h4>/.exec(page)?.[1] ?? 'an unknown page came';
	const reason = /<pre class='reason'>([\s\S]*?)<\/pre>/.exec(page)?.[1];
	return decode(reason ? `${message} (${reason})` : message);
}

function decode(html: string): string {
	return html.replace(/&[#\w]+;/g, (entity) => ENTITIES[entity] ?? entity);
}
