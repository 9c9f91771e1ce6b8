/** Scheme and host of a portal, such as `https://company.bitrix24.com`, without a slash at the end. */
export type PortalOrigin = string;

/**
 * Reduces what people paste as their portal's address to scheme and host: `company.bitrix24.com`,
 * `https://company.bitrix24.com/crm/deal/` and `portal.example.org:8443` are all understood.
 * https unless `http://` was typed (an intranet portal). Domains of self-hosted portals are as
 * good as those of the cloud.
 *
 * The credential does the same in an expression, because n8n needs the authorization address
 * before any of our code runs; a test holds the two against each other.
 *
 * @param text what the user typed
 * @returns the origin, or undefined where the text is no address
 */
export function portalOrigin(text: string): PortalOrigin | undefined {
	const typed = text.trim();
	const [, scheme = 'https', rest = ''] = /^(?:([a-z][a-z0-9+.-]*):\/\/)?(.*)$/is.exec(typed) ?? [];
	if (!/^https?$/i.test(scheme)) return undefined;

	const host = rest.split(/[/?#]/)[0]?.split('@').pop() ?? '';
	if (host === '' || /\s/.test(host)) return undefined;
	const address = `${scheme}://${host}`;
	return URL.canParse(address) ? new URL(address).origin : undefined;
}
