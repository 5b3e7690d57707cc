// SPDX-License-Identifier: Apache-2.0
/** Tests of the check of a release, with every kind of missing or wrong part. */
package io.hexauth.release;
