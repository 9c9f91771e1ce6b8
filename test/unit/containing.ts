/** Any text that holds this one, for `toMatchObject`; jest's own matcher has no type of its own. */
export function containing(text: string): unknown {
	return expect.stringContaining(text);
}
