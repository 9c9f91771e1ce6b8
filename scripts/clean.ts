import { rmSync } from 'node:fs';
import { resolve } from 'node:path';

rmSync(resolve(__dirname, '..', 'dist'), { recursive: true, force: true });
