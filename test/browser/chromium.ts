import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';

const USUAL_PLACE = '/usr/bin/chromium';

/** What keeps a headless Chromium from asking the world for anything. */
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const EXECUTABLE = process.env.CHROMIUM ?? USUAL_PLACE;

/**
 * `describe` where there is a Chromium; elsewhere its tests are skipped, and say why. `npm test` is to
 * work on every machine, and only Linux distributions have a Chromium that a script may install.
 */
export function describeInChromium(name: string, tests: () => void): void {
	if (existsSync(EXECUTABLE)) {
		describe(name, tests);
		return;
	}
	const missing = `${name}: needs Chromium at ${EXECUTABLE}, or where the variable CHROMIUM says`;
	describe.skip(missing, tests);
}

/** Starts Chromium, the one at `/usr/bin/chromium` or where the variable CHROMIUM says. */
export async function launchChromium(): Promise<Browser> {
	return await chromium.launch({ executablePath: EXECUTABLE, args: ARGUMENTS });
}
