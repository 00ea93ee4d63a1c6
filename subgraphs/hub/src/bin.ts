#!/usr/bin/env node
import { runHub } from './cli/run-hub.js';

// Installed as a package, it has what it keeps in the folder where it is called.
await runHub(process.cwd());
