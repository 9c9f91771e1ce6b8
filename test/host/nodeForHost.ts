import { existsSync } from 'node:fs';
import path from 'node:path';

import { HOST_VERSIONS } from './versions';
import type { HostVersion } from './versions';

/** A Node.js that can run n8n. */
export interface NodeForHost {
	/** The executable. */
	path: string;
	/** The folder node-gyp takes the headers from, where this Node.js brings them along. */
	headers: string | undefined;
}

/**
 * The Node.js to run n8n with: the one that runs this code where it fits, otherwise the one that was
 * installed together with n8n.
 *
 * @param hostFolder Where n8n is installed.
 * @throws If neither is there, saying what to install.
 */
export function nodeForHost(version: HostVersion, hostFolder: string): NodeForHost {
	const { nodeAbis } = HOST_VERSIONS[version];
	if (nodeAbis.includes(process.versions.modules)) {
		return { path: process.execPath, headers: headersOf(path.resolve(process.execPath, '../..')) };
	}
	const packaged = path.join(
		hostFolder,
		'node_modules',
		`node-${process.platform}-${process.arch}`,
	);
	const executable = path.join(packaged, 'bin', 'node');
	if (existsSync(executable)) return { path: executable, headers: headersOf(packaged) };
	throw new Error(
		`n8n ${version} needs Node.js 24, this is ${process.version}, and none could be installed for ` +
			`${process.platform}-${process.arch}. Install Node.js 24 and run this again with it.`,
	);
}

function headersOf(prefix: string): string | undefined {
	return existsSync(path.join(prefix, 'include', 'node', 'node.h')) ? prefix : undefined;
}
