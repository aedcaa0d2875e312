// Package phone is the patient's pages: a frame of their own, without scripts and
// without type to load, for a slow telephone and for paper. Their words are
// core/tongue's.
package phone
