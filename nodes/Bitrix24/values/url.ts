/**
 * An address that a text stands for; undefined where it is none.
 *
 * `URL.canParse` of Node.js 20 says no to every address with a letter such as ü once it has been called a
 * few thousand times.
 */
export function readUrl(text: string, base?: string): URL | undefined {
	try {
		return new URL(text, base);
	} catch {
		return undefined;
	}
}
