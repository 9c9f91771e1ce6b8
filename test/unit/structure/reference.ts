/** The ids that a document of docs/reference gives to its places, in their order. */
export function anchorsOf(document: string): string[] {
	return [...document.matchAll(/<a id="([^"]*)"><\/a>/g)].map(([, anchor = '']) => anchor);
}
