// SPDX-License-Identifier: MulanPSL-2.0

// Reads the notes and proofs of a ceremony's bundle with golang.org/x/mod/sumdb alone.
//
//	ceremony BUNDLE LOGVKEY WITNESSVKEY,... [NOTE VKEY,...]...
//
// Each NOTE.note bears the signatures of all its VKEYs; BUNDLE/log/NOTE.tlog-proof proves that file
// under a checkpoint that the log signed and every witness given cosigned.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func stop(what string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func wrong(what string) { stop(what, fmt.Errorf("not as it should be")) }

// A cosigner of C2SP tlog-cosignature, which sumdb/note has no key type for.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }

func (c cosigner) Verify(msg, sig []byte) bool {
	if len(sig) != 72 {
		return false
	}
	text := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(c.key, []byte(text), sig[8:])
}

func newCosigner(vkey string) note.Verifier {
	part := strings.SplitN(vkey, "+", 3)
	if len(part) != 3 {
		wrong(vkey)
	}
	hash, err := strconv.ParseUint(part[1], 16, 32)
	stop(vkey, err)
	key, err := base64.StdEncoding.DecodeString(part[2])
	stop(vkey, err)
	if len(key) != 33 || key[0] != 4 {
		wrong(vkey)
	}
	return cosigner{part[0], uint32(hash), key[1:]}
}

// The note's text; every one of these has signed it.
func open(what string, bytes []byte, verifiers []note.Verifier) string {
	n, err := note.Open(bytes, note.VerifierList(verifiers...))
	stop(what, err)
	if len(n.Sigs) != len(verifiers) {
		stop(what, fmt.Errorf("%d of %d signatures", len(n.Sigs), len(verifiers)))
	}
	return n.Text
}

func read(path string) []byte {
	bytes, err := os.ReadFile(path)
	stop(path, err)
	return bytes
}

func hash(line string) (out tlog.Hash) {
	bytes, err := base64.StdEncoding.DecodeString(line)
	stop(line, err)
	if len(bytes) != len(out) {
		wrong(line)
	}
	copy(out[:], bytes)
	return out
}

func prove(path string, entry []byte, keys []note.Verifier) {
	head, checkpoint, found := strings.Cut(string(read(path)), "\n\n")
	line := strings.Split(head, "\n")
	if !found || len(line) < 2 || line[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(line[1], "index ") {
		wrong(path)
	}
	index, err := strconv.ParseInt(line[1][6:], 10, 64)
	stop(path, err)
	var proof tlog.RecordProof
	for _, h := range line[2:] {
		proof = append(proof, hash(h))
	}
	text := strings.Split(open(path, []byte(checkpoint), keys), "\n")
	if len(text) != 4 {
		wrong(path)
	}
	size, err := strconv.ParseInt(text[1], 10, 64)
	stop(path, err)
	stop(path, tlog.CheckRecord(proof, size, hash(text[2]), index, tlog.RecordHash(entry)))
}

func main() {
	bundle, logKey, witnesses, notes := os.Args[1], os.Args[2], os.Args[3], os.Args[4:]
	log, err := note.NewVerifier(logKey)
	stop(logKey, err)
	keys := []note.Verifier{log}
	for _, vkey := range strings.Split(witnesses, ",") {
		keys = append(keys, newCosigner(vkey))
	}
	signatures := 0
	for i := 0; i+1 < len(notes); i += 2 {
		var signers []note.Verifier
		for _, vkey := range strings.Split(notes[i+1], ",") {
			verifier, err := note.NewVerifier(vkey)
			stop(vkey, err)
			signers = append(signers, verifier)
		}
		entry := read(filepath.Join(bundle, notes[i]+".note"))
		open(notes[i], entry, signers)
		prove(filepath.Join(bundle, "log", notes[i]+".tlog-proof"), entry, keys)
		signatures += len(signers)
	}
	fmt.Printf("notes %d, signatures %d, cosigners %d\n", len(notes)/2, signatures, len(keys)-1)
}
