import type { Page } from 'playwright-core';

/** Roles of what can be operated, as Chromium's accessibility tree calls them. */
const OPERATED = new Set([
	'button',
	'checkbox',
	'combobox',
	'link',
	'listbox',
	'radio',
	'searchbox',
	'spinbutton',
	'switch',
	'tab',
	'textbox',
]);

/** Roles of the controls on the page that a screen reader could not name, and how many it could. */
export async function controlNames(page: Page): Promise<{ unnamed: string[]; named: number }> {
	const session = await page.context().newCDPSession(page);
	const { nodes } = await session.send('Accessibility.getFullAXTree');
	await session.detach();
	const controls = nodes.filter(
		({ ignored, role }) => !ignored && OPERATED.has(String(role?.value)),
	);
	const unnamed = controls.filter(({ name }) => String(name?.value ?? '').trim() === '');
	return {
		unnamed: unnamed.map(({ role }) => String(role?.value)),
		named: controls.length - unnamed.length,
	};
}
