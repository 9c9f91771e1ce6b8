import { existsSync } from 'node:fs';
import path from 'node:path';

/** A Node.js that can run n8n 2.41. */
export interface NodeForHost {
	/** The executable. */
	path: string;
	/** The folder node-gyp takes the headers from, where this Node.js brings them along. */
	headers: string | undefined;
}

/**
 * The binary interfaces that n8n's `isolated-vm` ships binaries for: Node.js 24 and 26. With any other,
 * n8n does not start.
 */
const FITTING_ABIS = ['137', '147'];

/**
 * The Node.js to run n8n with: the one that runs this code where it fits, otherwise the one that was
 * installed together with n8n.
 *
 * @param hostFolder Where n8n is installed.
 * @throws If neither is there, saying what to install.
 */
export function nodeForHost(hostFolder: string): NodeForHost {
	if (FITTING_ABIS.includes(process.versions.modules)) {
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
		`n8n 2.41 needs Node.js 24, this is ${process.version}, and none could be installed for ` +
			`${process.platform}-${process.arch}. Install Node.js 24 and run this again with it.`,
	);
}

function headersOf(prefix: string): string | undefined {
	return existsSync(path.join(prefix, 'include', 'node', 'node.h')) ? prefix : undefined;
}
