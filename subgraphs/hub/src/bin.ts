#!/usr/bin/env node
import { runHub } from './cli/run-hub.js';

// An installed package has no repository: the working folder stands for it.
await runHub(process.cwd());
