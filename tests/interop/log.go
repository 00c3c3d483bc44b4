// SPDX-License-Identifier: MulanPSL-2.0

// Reads a log of Qian with golang.org/x/mod/sumdb alone: note and tlog.
//
//	log DIR LOGVKEY OLDCHECKPOINT [NOTE VKEY]...
//
// The signature of DIR/checkpoint and of an older checkpoint; the root, every inclusion proof and
// the proof of consistency, all out of DIR's tiles; each entry against its hash; and signed notes.
package main

import (
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

type files struct{ dir string }

func (f files) Height() int { return 8 }

func (f files) SaveTiles(tiles []tlog.Tile, data [][]byte) {}

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range tiles {
		path := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(f.dir, path))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func stop(what string, err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", what, err)
		os.Exit(1)
	}
}

func wrong(what string) { stop(what, fmt.Errorf("not as it should be")) }

func open(path, vkey string) string {
	bytes, err := os.ReadFile(path)
	stop(path, err)
	verifier, err := note.NewVerifier(vkey)
	stop(vkey, err)
	n, err := note.Open(bytes, note.VerifierList(verifier))
	stop(path, err)
	return n.Text
}

func tree(path, vkey string) tlog.Tree {
	lines := strings.Split(open(path, vkey), "\n")
	if len(lines) != 4 {
		wrong(path)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	stop(path, err)
	root, err := base64.StdEncoding.DecodeString(lines[2])
	stop(path, err)
	var out tlog.Tree
	out.N = size
	copy(out.Hash[:], root)
	return out
}

func entries(dir string, size int64) [][]byte {
	var out [][]byte
	for n := int64(0); n*256 < size; n++ {
		t := tlog.Tile{H: 8, L: -1, N: n, W: 256}
		if size-n*256 < 256 {
			t.W = int(size - n*256)
		}
		path := strings.Replace(t.Path(), "tile/8/data/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(dir, path))
		stop(path, err)
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			out = append(out, data[2:2+length])
			data = data[2+length:]
		}
	}
	return out
}

func main() {
	dir, vkey, old := os.Args[1], os.Args[2], os.Args[3]
	now, before := tree(filepath.Join(dir, "checkpoint"), vkey), tree(old, vkey)
	reader := tlog.TileHashReader(now, files{dir})
	root, err := tlog.TreeHash(now.N, reader)
	stop("root", err)
	if root != now.Hash {
		wrong("root")
	}
	all := entries(dir, now.N)
	if int64(len(all)) != now.N {
		wrong("number of entries")
	}
	for i, entry := range all {
		proof, err := tlog.ProveRecord(now.N, int64(i), reader)
		stop("inclusion", err)
		stop("inclusion", tlog.CheckRecord(proof, now.N, now.Hash, int64(i), tlog.RecordHash(entry)))
	}
	proof, err := tlog.ProveTree(now.N, before.N, reader)
	stop("consistency", err)
	stop("consistency", tlog.CheckTree(proof, now.N, now.Hash, before.N, before.Hash))
	notes := os.Args[4:]
	for i := 0; i+1 < len(notes); i += 2 {
		open(notes[i], notes[i+1])
	}
	fmt.Printf("entries %d, consistent with %d, notes %d\n", now.N, before.N, len(notes)/2)
}
